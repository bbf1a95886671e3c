package io.porty.engine.accesslog;

import io.porty.api.log.LogSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps each record as text. */
final class Lines implements LogSink {

  final List<String> records = new ArrayList<>();

  @Override
  public void record(byte[] text, int from, int to) {
    records.add(new String(text, from, to - from, StandardCharsets.UTF_8));
  }

  @Override
  public void flush() {}
}
