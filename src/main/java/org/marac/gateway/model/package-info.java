/** Shared nouns: what the rooms speak of. Nothing here but {@code java.*}. */
@NullMarked
package org.marac.gateway.model;

import org.jspecify.annotations.NullMarked;
