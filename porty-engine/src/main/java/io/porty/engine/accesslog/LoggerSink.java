package io.porty.engine.accesslog;

import io.porty.api.log.LogSink;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes each record to the SLF4J logger {@code porty.traffic} at level info. */
final class LoggerSink implements LogSink {

  static final String LOGGER = "porty.traffic";

  private final Logger logger = LoggerFactory.getLogger(LOGGER);

  @Override
  public void record(byte[] text, int from, int to) {
    if (logger.isInfoEnabled()) {
      logger.info(new String(text, from, to - from, StandardCharsets.UTF_8));
    }
  }

  @Override
  public void flush() {}
}
