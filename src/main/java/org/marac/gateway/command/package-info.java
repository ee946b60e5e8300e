/** The command line: verbs that do one thing and end. */
@NullMarked
package org.marac.gateway.command;

import org.jspecify.annotations.NullMarked;
