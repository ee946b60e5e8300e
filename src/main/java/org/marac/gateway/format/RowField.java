package org.marac.gateway.format;

/**
 * Where what a column holds belongs.
 *
 * @param name what mappings call it
 * @param pointer where in the canonical message
 * @param kind how it is read
 */
record RowField(String name, String pointer, RowKind kind) {}
