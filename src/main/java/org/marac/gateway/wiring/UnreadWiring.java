package org.marac.gateway.wiring;

import java.time.Clock;
import org.apache.camel.CamelContext;
import org.marac.gateway.audit.PostgresAuditLog;
import org.marac.gateway.delivery.ReceiptPost;
import org.marac.gateway.files.Folders;
import org.marac.gateway.files.LateAnswers;
import org.marac.gateway.flow.Admission;
import org.marac.gateway.flow.Rooms;
import org.marac.gateway.flow.UnreadRooms;
import org.marac.gateway.format.Splitter;
import org.marac.gateway.intake.QueueDoor;
import org.marac.gateway.intake.Rows;
import org.marac.gateway.mail.LateMail;
import org.marac.gateway.record.Kept;
import org.marac.gateway.storage.Transactions;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What could not be read: kept, and taken once more. */
@Configuration(proxyBeanMethods = false)
class UnreadWiring {

    @Bean
    UnreadRooms unreadRooms(
            SignedArea area,
            Rooms rooms,
            UnreadDoors doors,
            Transactions transactions,
            Kept kept,
            PostgresAuditLog log) {
        return new UnreadRooms(
                area.shelf()::inForce, new UnreadDesk(transactions, kept, log), doors, rooms.identify(), rooms.open());
    }

    @Bean
    UnreadDoors unreadDoors(
            Admission admission,
            QueueDoor queue,
            Rows rows,
            CamelContext camel,
            Folders folders,
            ObjectProvider<LateMail> mail,
            Transactions transactions,
            Kept kept,
            SignedArea area,
            Clock clock) {
        return new UnreadDoors(
                admission,
                queue,
                rows,
                new StillUnread(transactions, kept),
                new UnreadDoors.Back(
                        mail.stream()
                                .<UnreadDoors.ByMail>map(late -> late::answer)
                                .findFirst(),
                        new ReceiptPost(camel.createProducerTemplate())::post,
                        new LateAnswers(folders, Splitter::line)::answer),
                area,
                clock);
    }
}
