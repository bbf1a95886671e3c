/**
 * What happens to an accepted connection before its mode: the PROXY header, the TLS hello and
 * handshake, within one deadline, bounded in number and rate. Only on listeners that ask for it.
 */
@NullMarked
package io.porty.net.opening;

import org.jspecify.annotations.NullMarked;
