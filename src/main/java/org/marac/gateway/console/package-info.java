/** Where the MARAC's own people come in: the coordinator, the chair, the data protection officer, the auditor. */
@NullMarked
package org.marac.gateway.console;

import org.jspecify.annotations.NullMarked;
