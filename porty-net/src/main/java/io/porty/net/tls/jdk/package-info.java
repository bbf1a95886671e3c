/** TLS by the JDK's provider and Netty's SslHandler: where BoringSSL does not load. */
@NullMarked
package io.porty.net.tls.jdk;

import org.jspecify.annotations.NullMarked;
