package io.porty.http2;

import io.porty.wire.FrameSteps;
import java.util.List;

/** What a client does in a wire case: {@link FrameSteps}, and {@code until} for what it awaits. */
final class WireSteps {

  private static final String UNTIL = "until ";

  private WireSteps() {}

  static void run(Http2Client client, List<String> steps) {
    if (!steps.get(0).equals("silent")) {
      client.send(FrameSteps.bytes("preface"));
      client.frame(Http2Client.SETTINGS, 0, 0);
    }
    for (String step : steps) {
      if (step.startsWith(UNTIL)) {
        client.until(step.substring(UNTIL.length()));
      } else if (!step.equals("silent")) {
        client.send(FrameSteps.bytes(step));
      }
    }
  }
}
