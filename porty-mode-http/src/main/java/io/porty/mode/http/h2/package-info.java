/**
 * HTTP/2 (RFC 9113) to clients ({@code H2Server...}) and backends ({@code H2Client...}), which
 * share frames, the sending half of streams, and limits against abuse. A header block that comes in
 * becomes a head in HTTP/1 form, which the one {@code HeadParser} accepts or refuses; one that goes
 * out is encoded from a finished HTTP/1 head. Sees exchanges only as handlers of {@code
 * ClientStream} and {@code UpstreamStream}, and HTTP/1 connections not at all.
 */
@NullMarked
package io.porty.mode.http.h2;

import org.jspecify.annotations.NullMarked;
