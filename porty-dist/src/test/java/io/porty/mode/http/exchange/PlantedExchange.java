package io.porty.mode.http.exchange;

import io.netty.channel.Channel;
import io.porty.mode.http.h1.H1ConnectionFactory;

/** Breaks a rule on purpose; see io.porty.architecture. */
public final class PlantedExchange {
  public static Object see(Channel channel) {
    return H1ConnectionFactory.class;
  }

  public static Object phase() {
    return PlantedPhase.class;
  }
}
