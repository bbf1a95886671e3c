/**
 * TLS of the load, by the very client that Porty has for its backends; bytes come from and go to
 * the sockets of the load threads. No class of it is loaded by a load without TLS.
 */
@NullMarked
package io.porty.load.tls;

import org.jspecify.annotations.NullMarked;
