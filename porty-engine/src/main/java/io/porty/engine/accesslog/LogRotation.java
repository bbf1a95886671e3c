package io.porty.engine.accesslog;

import java.time.Duration;

/**
 * When a traffic log's file is begun anew.
 *
 * @param bytes before it grows larger than this; 0 for any size
 * @param every after this time, counted from its opening; zero for never
 * @param keep how many former files stay
 */
public record LogRotation(long bytes, Duration every, int keep) {}
