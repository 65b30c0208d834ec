const TICKS_PER_SECOND = 100;

/** Linux: processor time of this process, all its threads, and its children that have ended. */
export async function processorMs(): Promise<number> {
  const stat = await Deno.readTextFile("/proc/self/stat");
  // After the name in brackets: state is field 3; utime, stime, cutime, cstime are 14 to 17.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return 1000 * ticks / TICKS_PER_SECOND;
}
