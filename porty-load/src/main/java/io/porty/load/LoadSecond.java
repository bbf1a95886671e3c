package io.porty.load;

import org.HdrHistogram.Histogram;

/**
 * One second of load.
 *
 * @param number of the second, from 1
 * @param latencies in nanoseconds, of its responses
 * @param errors failed requests since the warm-up
 */
public record LoadSecond(int number, Histogram latencies, long errors) {}
