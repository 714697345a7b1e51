/** Named by failsafe.yaml, and loaded by nobody. */
export default [];
