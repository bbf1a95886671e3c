package io.porty.mode.http.config;

import io.porty.api.Settings;
import io.porty.mode.http.head.Ascii;

/**
 * How a route leads clients to HTTPS.
 *
 * @param redirects whether requests without TLS get 308
 * @param port that it leads to
 * @param hstsLine Strict-Transport-Security with its line end; empty for none
 */
public record HttpsSettings(boolean redirects, int port, byte[] hstsLine) {

  static HttpsSettings of(Settings settings) {
    int seconds = settings.get(HttpsKeys.HSTS);
    return new HttpsSettings(
        settings.get(HttpsKeys.REDIRECT),
        settings.get(HttpsKeys.REDIRECT_PORT),
        seconds == 0
            ? Ascii.NONE
            : Ascii.bytes("Strict-Transport-Security: max-age=" + seconds + "\r\n"));
  }
}
