/**
 * TLS by BoringSSL, through the JNI methods of netty-tcnative. Netty's SSLEngine over the same
 * library is not used: it ends its output as soon as the peer has ended its own
 * (docs/decisions/067).
 */
@NullMarked
package io.porty.net.tls.boringssl;

import org.jspecify.annotations.NullMarked;
