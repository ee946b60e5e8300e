package org.marac.gateway.wiring;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.marac.gateway.flow.Unit;
import org.marac.gateway.flow.UnitOfWork;
import org.marac.gateway.model.Refused;

/**
 * The work of one message, and what came of it. It may be begun several times, in one transaction after another; it
 * belongs to one thread at a time.
 */
final class Part<T> {
    private final UnitOfWork.Work<T> work;
    private Supplier<T> rest = () -> {
        throw new IllegalStateException("The work was not begun");
    };
    private @Nullable T written;
    private @Nullable T kept;
    private @Nullable Exception failure;

    Part(UnitOfWork.Work<T> work) {
        this.work = work;
    }

    /** Does what needs no place in the audit log; answers how many places the rest takes. */
    <W extends Unit & UnitOfWork.Places> int begin(W where) throws Refused {
        UnitOfWork.Conclusion<T> conclusion = work.in(where);
        rest = () -> conclusion.write().apply(where);
        return conclusion.entries();
    }

    /** Writes the rest, when the places are taken. */
    void end() {
        written = rest.get();
    }

    /** The transaction has committed. */
    void keep() {
        kept = written;
    }

    /** We decided no, or could not; nothing was kept. */
    void fail(Exception why) {
        failure = why;
    }

    /** Whether nothing has come of it yet. */
    boolean isOpen() {
        return kept == null && failure == null;
    }

    T result() throws Refused {
        if (failure instanceof Refused refused) {
            throw refused;
        }
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (kept == null) {
            throw new IllegalStateException("The work has not ended");
        }
        return kept;
    }
}
