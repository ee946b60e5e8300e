package org.marac.gateway.protocol;

import java.util.Optional;
import org.marac.gateway.model.Bytes;

/**
 * A statement and the signature over exactly its bytes, as two files lie there.
 *
 * @param name the files' name without its ending
 * @param kind what the folder says it is
 * @param text the statement, if it is there
 * @param signature the detached signature, if it is there
 */
record SignedStatement(String name, Statement.Kind kind, Optional<Bytes> text, Optional<Bytes> signature) {
    /** Whose name the files bear: what comes before a full stop, so that there can be more than one in a name. */
    String agency() {
        int stop = name.indexOf('.');
        return stop < 0 ? name : name.substring(0, stop);
    }

    Optional<Statement> statement() {
        return text.flatMap(Statement::read).filter(read -> read.kind() == kind);
    }
}
