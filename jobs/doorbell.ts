/**
 * Wakes workers: "look at this job". The row is the truth, so a ring that is lost, doubled or late
 * costs time at most: workers also look by themselves every few seconds.
 */
export interface Doorbell {
  /** Tells every listening worker, in this process or another, to look at a job. */
  ring(jobId: string): Promise<void>;
  /** Called once, by a process that works. `onRing` must return at once. */
  listen(onRing: (jobId: string) => void): Promise<void>;
  close(): Promise<void>;
}
