package io.porty.net.epoll;

/** Replaces reading with splice(2) during bulk transfers. On the channel's event loop. */
public interface SpliceHook {

  /** Whether input is to be spliced now. */
  boolean isOn();

  /** Splices available input; an exception is handled as a read failure. */
  void move() throws Exception;

  /**
   * One read event has been handled.
   *
   * @param copied bytes of this event that were read into buffers
   */
  void readComplete(long copied);
}
