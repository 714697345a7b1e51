/** What the report does in a browser: filter, search, copy. Everything is readable without it. */
export const pageScript = `
const search = document.getElementById('search'), status = document.getElementById('status'), found = document.getElementById('found');
document.getElementById('filter').hidden = false;
function filter() {
  const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0, all = 0;
  for (const level of document.querySelectorAll('details.level')) {
    let here = 0;
    for (const row of level.querySelectorAll('tbody tr')) {
      const text = row.textContent.toLowerCase();
      const fits = (status.value === '' || row.dataset.status === status.value) && words.every(word => text.includes(word));
      row.hidden = !fits;
      all += 1;
      here += fits ? 1 : 0;
    }
    shown += here;
    level.hidden = here === 0;
    if (words.length > 0 || status.value !== '') level.open = here > 0;
  }
  found.textContent = shown === all ? all + ' checks' : shown + ' of ' + all + ' checks';
}
search.addEventListener('input', filter);
status.addEventListener('change', filter);
document.getElementById('filter').addEventListener('submit', event => event.preventDefault());
for (const box of document.querySelectorAll('.command')) {
  const button = box.querySelector('button');
  button.hidden = navigator.clipboard === undefined;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(box.querySelector('code').textContent);
    button.textContent = 'copied';
    setTimeout(() => { button.textContent = 'copy'; }, 1500);
  });
}
for (const link of document.querySelectorAll('nav a')) link.addEventListener('click', () => {
  const level = document.querySelector(link.getAttribute('href'));
  if (level) level.open = true;
});
addEventListener('beforeprint', () => { for (const level of document.querySelectorAll('details')) level.open = true; });
filter();
`;
