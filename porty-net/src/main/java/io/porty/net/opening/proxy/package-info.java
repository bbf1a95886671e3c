/**
 * The PROXY protocol of HAProxy (proxy-protocol.txt, versions 1 and 2): reading a header, and
 * writing one.
 */
@NullMarked
package io.porty.net.opening.proxy;

import org.jspecify.annotations.NullMarked;
