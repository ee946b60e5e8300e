/** Have we met this message before, and how far did it get? */
@NullMarked
package org.marac.gateway.idempotency;

import org.jspecify.annotations.NullMarked;
