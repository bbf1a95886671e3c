package io.porty.engine.accesslog;

import java.time.Duration;

/**
 * When the file of an access log is rotated.
 *
 * @param bytes maximum size; 0 for no limit
 * @param every maximum age since the file was opened; zero for no limit
 * @param keep how many rotated files to keep
 */
public record LogRotation(long bytes, Duration every, int keep) {}
