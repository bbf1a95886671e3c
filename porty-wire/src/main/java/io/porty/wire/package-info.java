/**
 * Wire cases of HTTP/2 as tables and as bytes, for the tests of several modules. No part of a
 * distribution.
 */
@NullMarked
package io.porty.wire;

import org.jspecify.annotations.NullMarked;
