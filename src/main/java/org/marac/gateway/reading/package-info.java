/** What does an attached document say? */
@NullMarked
package org.marac.gateway.reading;

import org.jspecify.annotations.NullMarked;
