package io.porty.engine.accesslog;

import io.porty.api.log.AccessLog;
import io.porty.api.log.ConnectionRecord;
import io.porty.api.log.ExchangeRecord;

/**
 * What waits in the queue of a traffic log.
 *
 * @param what a record, or a {@link Runnable} that is to run behind all records before it
 */
record LogEntry(AsyncLog to, Event event, Object what) {

  /** Which call it becomes. */
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

  /** Makes the call. */
  void deliver() {
    AccessLog log = to.log();
    switch (event) {
      case OPENED -> log.connectionOpened((ConnectionRecord) what);
      case CLOSED -> log.connectionClosed((ConnectionRecord) what);
      case STARTED -> log.exchangeStarted((ExchangeRecord) what);
      case ENDED -> log.exchangeEnded((ExchangeRecord) what);
      case TASK -> ((Runnable) what).run();
    }
  }
}
