package io.porty.engine.generation;

import org.slf4j.LoggerFactory;

/** Closes what a plugin made, if it can be closed; a failure is reported and stops nothing. */
final class Closing {

  static void quietly(Object made) {
    if (made instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        LoggerFactory.getLogger(Closing.class)
            .warn("closing {} failed", made.getClass().getName(), e);
      }
    }
  }

  private Closing() {}
}
