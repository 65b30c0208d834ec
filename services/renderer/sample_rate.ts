export const SAMPLE_RATE = 44_100;
