package io.porty.mode.http.h2;

import io.porty.mode.http.h1.H1ConnectionFactory;

/** Breaks a rule on purpose; see io.porty.architecture. */
public final class PlantedHttp2 {
  public static Object see() {
    return H1ConnectionFactory.class;
  }
}
