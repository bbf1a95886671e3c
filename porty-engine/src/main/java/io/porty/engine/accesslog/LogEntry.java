package io.porty.engine.accesslog;

import io.porty.api.log.AccessLog;
import io.porty.api.log.ConnectionRecord;
import io.porty.api.log.ExchangeRecord;

/**
 * An entry of a log queue.
 *
 * @param log the receiver
 * @param payload a record, or a {@link Runnable} to run after all earlier records
 */
record LogEntry(AsyncLog log, Event event, Object payload) {

  /** The method of the log to call. */
  enum Event {
    OPENED("connectionOpened()"),
    CLOSED("connectionClosed()"),
    STARTED("exchangeStarted()"),
    ENDED("exchangeEnded()"),
    TASK("");

    final String method;

    Event(String method) {
      this.method = method;
    }
  }

  boolean isTask() {
    return event == Event.TASK;
  }

  /** Calls the log, or runs the task. */
  void deliver() {
    AccessLog receiver = log.log();
    switch (event) {
      case OPENED -> receiver.connectionOpened((ConnectionRecord) payload);
      case CLOSED -> receiver.connectionClosed((ConnectionRecord) payload);
      case STARTED -> receiver.exchangeStarted((ExchangeRecord) payload);
      case ENDED -> receiver.exchangeEnded((ExchangeRecord) payload);
      case TASK -> ((Runnable) payload).run();
    }
  }
}
