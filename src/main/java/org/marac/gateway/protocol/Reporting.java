package org.marac.gateway.protocol;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Entry.Noted.Detail;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.ProtocolRef;
import org.marac.gateway.protocol.Succession.Lineage;

/** What is the matter with the protocol? Looks at everything that lies there and says what people must know of it. */
final class Reporting {
    private final Holding holding;
    private final Moment moment;
    private final Lineage lineage;
    private final Instant at;
    private final List<Alarm> alarms = new ArrayList<>();
    private final Map<AgencyId, String> standings = new LinkedHashMap<>();

    private Reporting(Holding holding, Moment moment, Instant at) {
        this.holding = holding;
        this.moment = moment;
        this.lineage = holding.lineage(at);
        this.at = at;
    }

    static Report of(Holding holding, Moment moment, Instant at) {
        return new Reporting(holding, moment, at).report();
    }

    private Report report() {
        Optional<Sheet> current = lineage.current();
        if (holding.rolledBack(current)) {
            int highest = holding.highest().orElseThrow();
            alarms.add(new Alarm(
                    Holding.ROLLED_BACK,
                    current.flatMap(Sheet::protocol).map(Protocol::ref),
                    List.of(new Detail("highest", Integer.toString(highest))),
                    "Version " + highest + " has been in force and is not here: a lower version never is again"));
        }
        lineage.flaws().forEach(this::flaw);
        lineage.passed().stream().filter(Sheet::kept).forEach(this::changed);
        current.ifPresent(sheet -> current(sheet, sheet.protocol().orElseThrow()));
        return new Report(
                moment.inForce(), moment.gap(), lineage.agreed(), holding.declared(lineage, at), standings, alarms);
    }

    /** A version that is still being signed is no matter; one whose day has come, or that can never follow, is. */
    private void flaw(Sheet sheet, Flaw flaw) {
        boolean overtaken =
                lineage.current().filter(now -> sheet.number() < now.number()).isPresent();
        boolean waits = flaw.signing()
                && sheet.protocol()
                        .filter(protocol -> protocol.effective().isAfter(at))
                        .isPresent();
        if (!overtaken && !waits) {
            alarms.add(new Alarm(
                    flaw.code(),
                    sheet.protocol().map(Protocol::ref),
                    List.of(
                            new Detail("folder", sheet.name()),
                            new Detail("sha256", sheet.digest().hex())),
                    "Folder " + sheet.name() + ": " + flaw.says()));
        }
    }

    private void changed(Sheet sheet) {
        alarms.add(new Alarm(
                "changed-on-disk",
                sheet.protocol().map(Protocol::ref),
                List.of(),
                "Folder " + sheet.name() + ": the protocol that was taken up from it no longer lies there as it was."
                        + " It stays in force until the gateway is restarted; put the exact bytes back"));
    }

    private void current(Sheet sheet, Protocol protocol) {
        for (Standing standing : holding.standings(sheet, protocol, at)) {
            standings.put(standing.agency(), code(standing, protocol));
            standing(standing, protocol.ref());
        }
        holding.missing(sheet, protocol).forEach(declared -> missing(declared.statement()));
        sheet.statements().stream()
                .filter(signed -> protocol.parties().stream()
                        .noneMatch(party -> party.id().value().equals(signed.agency())))
                .forEach(signed -> alarms.add(new Alarm(
                        "statement-of-no-party",
                        Optional.of(protocol.ref()),
                        List.of(new Detail("kind", signed.kind().word())),
                        "A " + signed.kind().word() + " is named for no party of version " + protocol.version())));
        alarms.addAll(Calendar.alarms(protocol, relieved(protocol), at));
    }

    private void missing(Statement statement) {
        alarms.add(new Alarm(
                "statement-missing",
                Optional.of(statement.version()),
                List.of(
                        new Detail("agency", statement.agency().value()),
                        new Detail("kind", statement.kind().word()),
                        new Detail("from", statement.from().toString())),
                "The " + statement.kind().word() + " of " + statement.agency() + " from " + statement.from()
                        + " no longer lies there. It counts all the same: put the file back"));
    }

    private String code(Standing standing, Protocol protocol) {
        Optional<Party> party = protocol.party(standing.agency());
        return standing.signed()
                        && !party.filter(p -> holding.canBeSealedFor(p, at)).isPresent()
                ? "no-good-encryption-certificate"
                : standing.code();
    }

    private void standing(Standing standing, ProtocolRef version) {
        boolean wrong = standing.kind() == Standing.Kind.INVALID || standing.kind() == Standing.Kind.IN_DOUBT;
        if (wrong) {
            alarms.add(new Alarm(
                    standing.kind() == Standing.Kind.INVALID ? "signature-rejected" : Standing.NOT_PROVED,
                    Optional.of(version),
                    List.of(new Detail("agency", standing.agency().value()), new Detail("reason", standing.code())),
                    "What lies in the name of " + standing.agency() + " beside version " + version.version()
                            + " does not stand (" + standing.code() + "): it sends and receives nothing"));
        }
    }

    /** When an agreed successor takes over. */
    private Optional<Instant> relieved(Protocol protocol) {
        return holding.sheets().stream()
                .flatMap(sheet -> sheet.protocol().stream())
                .filter(next -> next.version() == protocol.version() + 1
                        && lineage.agreed().contains(next.ref()))
                .filter(next -> lineage.flaws().keySet().stream()
                        .noneMatch(sheet -> sheet.protocol().map(Protocol::ref).equals(Optional.of(next.ref()))))
                .map(Protocol::effective)
                .findFirst();
    }
}
