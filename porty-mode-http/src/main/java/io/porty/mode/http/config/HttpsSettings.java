package io.porty.mode.http.config;

import io.porty.api.Scheme;
import io.porty.api.Settings;
import io.porty.mode.http.head.Ascii;

/**
 * What a route says of HTTPS.
 *
 * @param redirects whether requests without TLS get 308
 * @param port that it leads to
 * @param targetScheme of targets that a request names without saying
 * @param hstsLine Strict-Transport-Security with its line end; empty for none
 */
public record HttpsSettings(boolean redirects, int port, byte[] hstsLine, Scheme targetScheme) {

  static HttpsSettings of(Settings settings) {
    int seconds = settings.get(HttpsKeys.HSTS);
    return new HttpsSettings(
        settings.get(HttpsKeys.REDIRECT),
        settings.get(HttpsKeys.REDIRECT_PORT),
        seconds == 0
            ? Ascii.NONE
            : Ascii.bytes("Strict-Transport-Security: max-age=" + seconds + "\r\n"),
        settings.get(HttpsKeys.DYNAMIC_SCHEME).equals("https") ? Scheme.HTTPS : Scheme.HTTP);
  }
}
