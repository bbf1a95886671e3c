/** Faults from outside: a Porty under load, something that breaks, and what that costs. */
@NullMarked
package io.porty.bench.fault;

import org.jspecify.annotations.NullMarked;
