/**
 * For tests of plugins: a real Porty with the plugin and a few backends, requests made of texts,
 * and contracts that every router and access log keeps.
 */
@NullMarked
package io.porty.testkit;

import org.jspecify.annotations.NullMarked;
