import { verifyAll } from 'failsafe';

verifyAll();
