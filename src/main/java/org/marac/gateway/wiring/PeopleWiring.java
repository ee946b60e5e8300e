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
import org.marac.gateway.console.AnswerDoor;
import org.marac.gateway.console.IssuerPages;
import org.marac.gateway.console.IssuerTokens;
import org.marac.gateway.console.PeopleApi;
import org.marac.gateway.console.UndeliveredDoor;
import org.marac.gateway.console.UnreadDoor;
import org.marac.gateway.flow.Attention;
import org.marac.gateway.flow.BreakGlass;
import org.marac.gateway.flow.HoldRooms;
import org.marac.gateway.flow.Redelivery;
import org.marac.gateway.flow.Release;
import org.marac.gateway.flow.Replies;
import org.marac.gateway.flow.Rereading;
import org.marac.gateway.flow.SamePeople;
import org.marac.gateway.flow.UnreadRooms;
import org.marac.gateway.hold.Glasses;
import org.marac.gateway.hold.Holds;
import org.marac.gateway.record.KeyCustody;
import org.marac.gateway.record.Pseudonyms;
import org.marac.gateway.storage.Transactions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The way in of the MARAC's own people. */
@Configuration(proxyBeanMethods = false)
class PeopleWiring {

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
            PostgresAuditLog log,
            Clock clock) {
        return new PeopleDesk(
                transactions,
                accounts,
                new Attempts(pseudonyms::mark),
                issuer(settings.people().oidc(), clock),
                pages(settings.people().oidc()),
                log,
                clock);
    }

    @Bean
    BoardDesk boardDesk(
            Transactions transactions,
            Holds holds,
            Glasses glasses,
            PostgresAuditLog log,
            SignedArea area,
            Clock clock) {
        return new BoardDesk(transactions, holds, glasses, log, area, clock);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    PeopleServer peopleServer(
            GatewaySettings settings,
            PeopleDesk desk,
            BoardDesk board,
            HoldRooms rooms,
            SamePeople samePeople,
            Attention attention,
            UnreadRooms unread,
            Redelivery redelivery,
            Replies replies,
            Clock clock) {
        return new PeopleServer(
                settings,
                new PeopleApi(
                        desk,
                        board,
                        new Release(rooms, clock),
                        new BreakGlass(rooms, clock),
                        samePeople,
                        attention,
                        new UnreadDoor(new Rereading(unread, clock, settings.maximumBytes()), settings.maximumBytes()),
                        new UndeliveredDoor(redelivery),
                        new AnswerDoor(replies),
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
