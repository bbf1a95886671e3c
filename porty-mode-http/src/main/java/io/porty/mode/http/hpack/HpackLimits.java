package io.porty.mode.http.hpack;

/**
 * What a decoded header block may have; checked before anything is copied (CVE-2016-6581,
 * CVE-2026-49975).
 *
 * @param fields number of fields, each cookie crumb counted
 * @param listBytes of names and values, and {@link DynamicTable#ENTRY_OVERHEAD} for each field
 */
public record HpackLimits(int fields, int listBytes) {}
