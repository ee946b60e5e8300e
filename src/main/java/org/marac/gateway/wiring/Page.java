package org.marac.gateway.wiring;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.marac.gateway.audit.Reservation;
import org.marac.gateway.model.Refused;

/**
 * What one transaction writes, of one message or of several that came together. Everything that needs no place in the
 * audit log comes first, for all of them; then the places are taken, at once, and what names them is written in as few
 * statements as there are tables.
 */
final class Page {
    private final Books books;
    private final Connection connection;
    private final List<Slip> slips = new ArrayList<>();
    private final Set<String> filed = new HashSet<>();

    Page(Books books, Connection connection) {
        this.books = books;
        this.connection = connection;
    }

    /** Does all the work; whoever calls commits. */
    void write(List<? extends Part<?>> parts) throws SQLException, Refused {
        try {
            int places = 0;
            for (Part<?> part : parts) {
                Slip slip = new Slip(books, connection, filed);
                places += slip.begin(part);
                slips.add(slip);
            }
            Optional<Reservation> reserved =
                    places == 0 ? Optional.empty() : Optional.of(books.log().reserve(connection, places));
            long next = reserved.map(Reservation::first).orElse(0L);
            for (int i = 0; i < slips.size(); i++) {
                next = slips.get(i).end(parts.get(i), next);
            }
            if (reserved.isPresent()) {
                books.log().write(connection, reserved.get(), all(Slip::entries));
                books.outbox().enqueue(connection, all(Slip::posted));
                books.holds().raise(connection, all(Slip::held));
                books.receipts().keep(connection, all(Slip::answers));
            }
        } catch (Failed e) {
            throw e.cause;
        }
    }

    /** Whether something waits to leave once this has committed. */
    boolean posts() {
        return !all(Slip::posted).isEmpty();
    }

    private <T> List<T> all(Function<Slip, List<T>> kept) {
        return slips.stream().flatMap(slip -> kept.apply(slip).stream()).toList();
    }
}
