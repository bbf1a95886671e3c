/**
 * Test kit for plugins: a running Porty with backends, requests and settings for unit tests, and
 * contract tests for routers, modes, listeners and access logs.
 */
@NullMarked
package io.porty.testkit;

import org.jspecify.annotations.NullMarked;
