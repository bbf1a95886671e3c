/**
 * The wire suite: tables of bytes in {@code src/test/resources/wire}, and what runs them against
 * Porty or, by host and port, against any other proxy.
 */
package io.porty.wire;
