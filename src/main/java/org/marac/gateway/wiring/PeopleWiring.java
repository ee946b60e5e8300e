package org.marac.gateway.wiring;

import java.net.URI;
import java.sql.Connection;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.marac.gateway.account.Account;
import org.marac.gateway.account.Accounts;
import org.marac.gateway.account.Attempts;
import org.marac.gateway.account.ExampleAccounts;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.console.IssuerPages;
import org.marac.gateway.console.IssuerTokens;
import org.marac.gateway.console.PeopleApi;
import org.marac.gateway.console.UndeliveredDoor;
import org.marac.gateway.console.UnreadDoor;
import org.marac.gateway.delivery.Dispatch;
import org.marac.gateway.delivery.Outbox;
import org.marac.gateway.delivery.SetAside;
import org.marac.gateway.flow.Attention;
import org.marac.gateway.flow.BreakGlass;
import org.marac.gateway.flow.DecidingRooms;
import org.marac.gateway.flow.Escalation;
import org.marac.gateway.flow.Expiry;
import org.marac.gateway.flow.GlassReviews;
import org.marac.gateway.flow.HoldRooms;
import org.marac.gateway.flow.Redelivery;
import org.marac.gateway.flow.Release;
import org.marac.gateway.flow.Rereading;
import org.marac.gateway.flow.Rooms;
import org.marac.gateway.flow.SamePeople;
import org.marac.gateway.flow.UnreadRooms;
import org.marac.gateway.format.Formats;
import org.marac.gateway.hold.Glasses;
import org.marac.gateway.hold.Holds;
import org.marac.gateway.matching.Matching;
import org.marac.gateway.model.MessageId;
import org.marac.gateway.model.Refused;
import org.marac.gateway.record.CaseRecord;
import org.marac.gateway.record.KeyCustody;
import org.marac.gateway.record.Pseudonyms;
import org.marac.gateway.storage.Transactions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The MARAC's own people: what waits for them, and their way in. */
@Configuration(proxyBeanMethods = false)
class PeopleWiring {

    @Bean
    Glasses glasses() {
        return new Glasses();
    }

    @Bean
    HoldRooms holdRooms(
            SignedArea area,
            Rooms rooms,
            Transactions transactions,
            Holds holds,
            Glasses glasses,
            CaseRecord caseRecord,
            PostgresAuditLog log,
            Outbox outbox,
            Pseudonyms pseudonyms,
            Dispatch dispatch) {
        return new HoldRooms(
                area.shelf()::inForce,
                rooms.understand(),
                rooms.match(),
                rooms.decide(),
                rooms.disclose(),
                rooms.close(),
                new HoldDesk(transactions, holds, glasses, caseRecord, log, outbox, pseudonyms, dispatch::ring));
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    EscalationClock escalationClock(HoldRooms rooms, OverdueDeliveries deliveries, UnreadRooms unread, Clock clock) {
        return new EscalationClock(
                new Escalation(rooms, clock), new GlassReviews(rooms, clock), deliveries, new Expiry(unread, clock));
    }

    @Bean
    OverdueDeliveries overdueDeliveries(
            Transactions transactions,
            Outbox outbox,
            CaseRecord caseRecord,
            PostgresAuditLog log,
            SignedArea area,
            Rooms rooms,
            Formats formats,
            Clock clock) {
        return new OverdueDeliveries(
                transactions,
                outbox,
                caseRecord,
                log,
                new OverdueDeliveries.Telling(area::inForceIfKnown, rooms.close(), filed -> id(formats, filed)),
                clock);
    }

    /** What the record may not hold may have been all a message says; then its sender is not told by machine. */
    static Optional<MessageId> id(Formats formats, CaseRecord.Filed filed) {
        try {
            return Optional.of(formats.read(filed.view()).header().id());
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    @Bean
    Accounts accounts(
            Pseudonyms pseudonyms,
            KeyCustody custody,
            GatewaySettings settings,
            Transactions transactions,
            Clock clock) {
        Accounts accounts = LocalAccounts.over(pseudonyms, custody);
        boolean production = settings.mode() == GatewaySettings.Mode.PRODUCTION;
        Production.refuseExampleAccounts(settings, transactions, accounts);
        List<Account> known = transactions.read((Connection connection) -> accounts.list(connection));
        if (!production && known.isEmpty() && settings.people().oidc().issuer() == null) {
            ExampleAccounts.all()
                    .forEach(example -> transactions.write((Connection connection) -> accounts.add(
                            connection,
                            example,
                            ExampleAccounts.PASSWORD,
                            ExampleAccounts.secret(example.login()),
                            clock.instant())));
        }
        return accounts;
    }

    @Bean
    PeopleDesk peopleDesk(
            Transactions transactions,
            Accounts accounts,
            Pseudonyms pseudonyms,
            GatewaySettings settings,
            Holds holds,
            Glasses glasses,
            PostgresAuditLog log,
            SignedArea area,
            Clock clock) {
        return new PeopleDesk(
                transactions,
                accounts,
                new Attempts(pseudonyms::mark),
                issuer(settings.people().oidc(), clock),
                pages(settings.people().oidc()),
                holds,
                glasses,
                log,
                area,
                clock);
    }

    @Bean
    SamePeople samePeople(
            SignedArea area, Transactions transactions, CaseRecord caseRecord, PostgresAuditLog log, Clock clock) {
        return samePeople(area.shelf()::inForce, transactions, caseRecord, log, clock);
    }

    /** Under this protocol. */
    static SamePeople samePeople(
            HoldRooms.Protocols protocol,
            Transactions transactions,
            CaseRecord caseRecord,
            PostgresAuditLog log,
            Clock clock) {
        return new SamePeople(
                new DecidingRooms<>(
                        protocol,
                        new Matching()::ties,
                        new DecidingDesk<>(
                                transactions,
                                caseRecord::candidates,
                                connection -> new CandidatePage(connection, log, caseRecord))),
                clock);
    }

    @Bean
    Attention attention(
            SignedArea area, Transactions transactions, CaseRecord caseRecord, PostgresAuditLog log, Clock clock) {
        return attention(area.shelf()::inForce, transactions, caseRecord, log, clock);
    }

    /** Under this protocol. */
    static Attention attention(
            HoldRooms.Protocols protocol,
            Transactions transactions,
            CaseRecord caseRecord,
            PostgresAuditLog log,
            Clock clock) {
        return new Attention(
                new DecidingRooms<>(
                        protocol,
                        new Matching()::ties,
                        new DecidingDesk<>(
                                transactions,
                                caseRecord::unseen,
                                connection -> new NoticePage(connection, log, caseRecord))),
                clock);
    }

    @Bean
    Redelivery redelivery(
            SignedArea area, Transactions transactions, CaseRecord caseRecord, PostgresAuditLog log, Clock clock) {
        return redelivery(area.shelf()::inForce, transactions, caseRecord, log, clock);
    }

    /** Under this protocol. */
    static Redelivery redelivery(
            HoldRooms.Protocols protocol,
            Transactions transactions,
            CaseRecord caseRecord,
            PostgresAuditLog log,
            Clock clock) {
        SetAside setAside = new SetAside();
        return new Redelivery(
                new DecidingRooms<>(
                        protocol,
                        new Matching()::ties,
                        new DecidingDesk<>(
                                transactions,
                                setAside::open,
                                connection -> new UndeliveredPage(connection, log, caseRecord, setAside))),
                clock);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    PeopleServer peopleServer(
            GatewaySettings settings,
            PeopleDesk desk,
            HoldRooms rooms,
            SamePeople samePeople,
            Attention attention,
            UnreadRooms unread,
            Redelivery redelivery,
            Clock clock) {
        return new PeopleServer(
                settings,
                new PeopleApi(
                        desk,
                        desk,
                        new Release(rooms, clock),
                        new BreakGlass(rooms, clock),
                        samePeople,
                        attention,
                        new UnreadDoor(new Rereading(unread, clock, settings.maximumBytes()), settings.maximumBytes()),
                        new UndeliveredDoor(redelivery),
                        clock));
    }

    private static Optional<IssuerTokens> issuer(GatewaySettings.Oidc oidc, Clock clock) {
        return Optional.ofNullable(oidc.issuer())
                .map(issuer -> new IssuerTokens(
                        new IssuerTokens.Rule(
                                issuer,
                                Objects.requireNonNullElse(
                                        oidc.audience(), Objects.requireNonNullElse(oidc.clientId(), "")),
                                oidc.officeClaim(),
                                oidc.agencyClaim(),
                                oidc.nameClaim(),
                                Optional.ofNullable(oidc.acr()),
                                oidc.offices()),
                        clock));
    }

    /** Where people sign in on the issuer's page: it needs to be known there, and where it sends people back to. */
    private static Optional<IssuerPages> pages(GatewaySettings.Oidc oidc) {
        String issuer = oidc.issuer();
        String client = oidc.clientId();
        if (issuer == null || client == null) {
            return Optional.empty();
        }
        URI redirect = oidc.redirect();
        if (redirect == null) {
            throw new CannotStart(
                    "gateway.people.oidc.client-id needs gateway.people.oidc.redirect: where the issuer sends"
                            + " people back to, https://…/api/session/callback");
        }
        return Optional.of(new IssuerPages(
                issuer,
                new IssuerPages.Client(
                        client, Optional.ofNullable(oidc.clientSecret()), redirect, Optional.ofNullable(oidc.acr()))));
    }
}
