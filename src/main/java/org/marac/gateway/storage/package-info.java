/** One PostgreSQL: embedded by default; migrations, transactions. */
@NullMarked
package org.marac.gateway.storage;

import org.jspecify.annotations.NullMarked;
