import { driver } from './driver.ts';
import { messagingContract } from './messaging.ts';

messagingContract('messaging.mosquitto', {
  ...driver('messaging.mosquitto'),
  wildcards: [
    { topic: '%/+/c', reached: ['%/b/c', '%//c'], other: ['%/b/d', '%/c', '%/b/c/d'] },
    { topic: '%/#', reached: ['%', '%/b', '%/b/c'], other: ['other/%'] },
  ],
});
