/** Runs `solve` beside the page; one task, one answer. */
import { solve, type Task } from "./proof";

// The DOM types know `self` as a window; here it is a worker, whose postMessage takes no target.
const worker = self as unknown as {
  onmessage: (event: MessageEvent<Task>) => void;
  postMessage(nonce: string): void;
};

worker.onmessage = ({ data }) => worker.postMessage(solve(data));
