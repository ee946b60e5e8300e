package org.marac.gateway.wiring;

import jakarta.jms.ConnectionFactory;
import java.time.Clock;
import org.apache.camel.component.jms.JmsComponent;
import org.marac.gateway.broker.Broker;
import org.marac.gateway.broker.BrokerSettings;
import org.marac.gateway.broker.Cover;
import org.marac.gateway.broker.Owners;
import org.marac.gateway.files.FileServer;
import org.marac.gateway.flow.Admission;
import org.marac.gateway.intake.QueueDoor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.connection.CachingConnectionFactory;

/** The embedded broker, and the routes' way to it. */
@Configuration(proxyBeanMethods = false)
class BrokerWiring {

    @Bean(destroyMethod = "close")
    Broker broker(GatewaySettings settings, SignedArea area, Owners owners, Cover cover) {
        Broker broker = new Broker(
                new BrokerSettings(
                        settings.host(),
                        settings.broker().amqpPort(),
                        settings.broker().corePort(),
                        settings.broker().stompPort(),
                        settings.data().resolve("broker"),
                        settings.keys().directory().resolve("tls.key"),
                        settings.keys().directory().resolve("tls.crt"),
                        settings.keys().authority(),
                        settings.maximumBytes()),
                area.shelf().parties(),
                owners,
                cover);
        broker.start();
        return broker;
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    ServedAgencies servedAgencies(SignedArea area, Broker broker, FileServer files) {
        return new ServedAgencies(area, broker, files);
    }

    @Bean(destroyMethod = "destroy")
    CachingConnectionFactory brokerConnections(Broker broker) {
        CachingConnectionFactory connections = new CachingConnectionFactory(broker.connections());
        connections.setSessionCacheSize(64);
        return connections;
    }

    /** One message, one broker transaction: the acknowledgement and the receipt commit together, after the record has. */
    @Bean
    JmsComponent jms(ConnectionFactory brokerConnections) {
        JmsComponent jms = JmsComponent.jmsComponent(brokerConnections);
        jms.setTransacted(true);
        jms.setLazyCreateTransactionManager(false);
        jms.setCacheLevelName("CACHE_CONSUMER");
        jms.setDeliveryPersistent(true);
        jms.setMapJmsMessage(true);
        return jms;
    }

    @Bean
    QueueDoor queueDoor(Admission admission, QueueDoor.Uncover uncover, Clock clock, GatewaySettings settings) {
        return new QueueDoor(admission, uncover, clock, settings.maximumBytes());
    }
}
