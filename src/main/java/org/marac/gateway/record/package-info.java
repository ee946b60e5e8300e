/** The MARAC record: cases, people, meetings and actions. */
@NullMarked
package org.marac.gateway.record;

import org.jspecify.annotations.NullMarked;
