/** What waits for a person? */
@NullMarked
package org.marac.gateway.hold;

import org.jspecify.annotations.NullMarked;
