package io.porty.bench.fault;

/**
 * A Porty between clients and a backend, all well at first.
 *
 * @param load to the backend
 * @param bystander load to another backend of the same Porty, which nothing should reach
 */
record FaultBed(Subject porty, FaultBackend backend, Load load, Load bystander) {

  /** Seconds for connecting, and for the first byte. */
  static final int TIMEOUT_SECONDS = 1;

  /** One route on which requests choose their backend. */
  static String config(String atTop, String ofRoute) {
    return atTop
        + "\nmax_connections = 2000\ndrain_timeout_seconds = 5\n\n[admin]\nlisten = \"unix:FOLDER/admin\"\n\n"
        + "[[routes]]\nname = \"web\"\nlisten = \"127.0.0.1:PORT\"\nmode = \"http\"\nmax_retries = 1\ntimeout_seconds = "
        + TIMEOUT_SECONDS
        + "\n"
        + ofRoute
        + "\n";
  }

  static String to(String host, int port) {
    return "/?porty_host=" + host + "&porty_port=" + port;
  }
}
