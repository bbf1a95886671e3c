/**
 * Certificates and keys as data: read from PEM files, checked, looked up by name, and read again
 * when the files change. Nothing here knows a network or an event loop, and all that reads files is
 * for threads that may wait.
 */
@NullMarked
package io.porty.net.tls.cert;

import org.jspecify.annotations.NullMarked;
