package io.porty.net.epoll;

/** What may take the place of reading while a stream is bulky. On the channel's event loop. */
public interface SpliceHook {

  /** Whether it does now. */
  boolean isOn();

  /** Moves what waits to be read; what it throws counts as a failure to read. */
  void move() throws Exception;

  /**
   * One readiness is over.
   *
   * @param copied how many bytes of it were read the ordinary way
   */
  void readComplete(long copied);
}
