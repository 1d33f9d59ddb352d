/**
 * A program for each capability in each language that is read: it opens the capability by each of its interfaces, and does with
 * what it has opened what has a name too, by the same name. Topics, objects, containers to copy to, locks, keys and statements
 * are no capability's.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CapabilityKind } from '@slight/slightfile/catalogue.ts';
import { openers } from './openers.ts';
import type { GuestLanguage } from './reading.ts';
import { drawing } from './testing/drawing.ts';

/** By capability, in the order of the table of interfaces. */
type Programs = Readonly<Partial<Record<CapabilityKind, string>>>;

const rust: Programs = {
  keyvalue: `use app::spiderlightning::keyvalue::keyvalue::Keyvalue;
use app::wasi::keyvalue::store;
fn f() -> Result<(), Error> {
    let kv = ‹Keyvalue::open›(«"orders"»)?;
    kv.set("orders", b"orders")?; kv.get("orders")?; kv.delete("orders")?;
    let bucket = ‹store::open›(«"orders"»)?;
    bucket.exists("orders")?; atomics::increment(&bucket, "orders", 1)?;
}`,
  messaging: `use app::spiderlightning::messaging::messaging::{Pub, Sub};
use app::wasi::messaging::types::Client;
fn f() -> Result<(), Error> {
    ‹Pub::open›(«"orders"»)?.publish(b"open", "orders")?;
    let sub = ‹Sub::open›(«"orders"»)?;
    let token = sub.subscribe("orders")?; sub.receive("orders")?;
    let client = ‹Client::connect›(«"orders"»)?; producer::send(&client, "orders", &message)?; consumer::subscribe("orders")?;
}`,
  blobstore: `use app::spiderlightning::blob_store::blob_store::Container;
use app::wasi::blobstore::blobstore;
fn f() -> Result<(), Error> {
    let photos = ‹Container::open›(«"orders"»)?;
    photos.write_object("orders")?.write(b"open")?; photos.read_object("orders")?; photos.copy_object("orders", "open")?;
    let photos = ‹blobstore::get_container›(«"orders"»)?; ‹blobstore::create_container›(«"orders"»)?;
    photos.object_info("orders")?; photos.delete_objects(&["orders"])?; photos.write_data("orders", &value)?;
    blobstore::copy_object(&ObjectId { container: "orders", object: "open" }, &to)?;
}`,
  sql: `use app::spiderlightning::sql::sql::{Sql, Statement};
use app::wasi::sql::types::{Connection, Statement as Prepared};
fn f() -> Result<(), Error> {
    let db = ‹Sql::open›(«"orders"»)?;
    db.query(&Statement::prepare("orders", &[DataType::Str("orders")]))?;
    let connection = ‹Connection::open›(«"orders"»)?; Prepared::prepare("orders", &["orders"])?;
}`,
  configs: `use app::spiderlightning::configs::configs::Configs;
use app::wasi::config::store;
fn f() -> Result<(), Error> {
    let configs = ‹Configs::open›(«"orders"»)?;
    configs.get("orders")?; configs.set("orders", b"orders")?; store::get("orders")?;
}`,
  distributed_locking: `use app::spiderlightning::distributed_locking::distributed_locking::DistributedLocking;
fn f() -> Result<(), Error> {
    let locks = ‹DistributedLocking::open›(«"orders"»)?;
    let id = locks.lock(b"orders")?; locks.lock_with_time_to_live(b"orders", 5)?; locks.unlock(b"orders")?;
    File::open("orders")?; std::fs::File::open("orders")?; OpenOptions::new().open("orders")?;
}`,
};

const javascript: Programs = {
  keyvalue: `import { Keyvalue } from 'spiderlightning:keyvalue/keyvalue@0.6.0';
import { open } from 'wasi:keyvalue/store@0.2.0-draft2';
const kv = ‹Keyvalue.open›(«'orders'»);
kv.set('orders', 'orders'); kv.get('orders'); kv.delete('orders');
const bucket = ‹open›(«'orders'»);
bucket.exists('orders'); increment(bucket, 'orders', 1); indexedDB.open('orders'); window.open('orders');`,
  messaging: `import { Pub, Sub } from 'spiderlightning:messaging/messaging@0.6.0';
import { Client } from 'wasi:messaging/types@0.2.0-draft';
‹Pub.open›(«'orders'»).publish('open', 'orders');
const sub = ‹Sub.open›(«'orders'»);
const token = sub.subscribe('orders'); sub.receive('orders');
const client = ‹Client.connect›(«'orders'»); send(client, 'orders', message); socket.connect('orders');`,
  blobstore: `import { Container } from 'spiderlightning:blob-store/blob-store@0.6.0';
import { copyObject, getContainer } from 'wasi:blobstore/blobstore@0.2.0-draft';
const photos = ‹Container.open›(«'orders'»);
photos.writeObject('orders').write('open'); photos.readObject('orders'); photos.copyObject('orders', 'open');
const other = ‹getContainer›(«'orders'»);
other.objectInfo('orders'); other.deleteObjects(['orders']); other.writeData('orders', value);
copyObject({ container: 'orders', object: 'open' }, { container: 'orders', object: 'orders' });`,
  sql: `import { Sql, Statement } from 'spiderlightning:sql/sql@0.6.0';
import { Connection, Statement as Prepared } from 'wasi:sql/types@0.2.0-draft';
const db = ‹Sql.open›(«'orders'»);
db.query(Statement.prepare('orders', [{ tag: 'str', val: 'orders' }]));
const connection = ‹Connection.open›(«'orders'»); Prepared.prepare('orders', ['orders']);`,
  configs: `import { Configs } from 'spiderlightning:configs/configs@0.6.0';
import { get } from 'wasi:config/store@0.2.0-rc.1';
const configs = ‹Configs.open›(«'orders'»);
configs.get('orders'); configs.set('orders', 'orders'); get('orders');`,
  distributed_locking: `import { DistributedLocking } from 'spiderlightning:distributed-locking/distributed-locking@0.6.0';
const locks = ‹DistributedLocking.open›(«'orders'»);
const id = locks.lock('orders'); locks.lockWithTimeToLive('orders', 5); locks.unlock('orders'); fs.open('orders');`,
};

/** Each name in a string of its own, as wit-bindgen has them for C. */
const c: Programs = {
  keyvalue: `void f(void) {
  app_string_t name, key; app_string_set(&name, «"orders"»); app_string_set(&key, "orders");
  ‹spiderlightning_keyvalue_keyvalue_static_keyvalue_open›(&name, &kv, &e);
  spiderlightning_keyvalue_keyvalue_method_keyvalue_get(kv, &key, &value, &e);
  ‹wasi_keyvalue_store_open›(&name, &bucket, &e); wasi_keyvalue_store_method_bucket_exists(bucket, &key, &is, &e);
}`,
  messaging: `void f(void) {
  app_string_t name, topic; app_string_set(&name, «"orders"»); app_string_set(&topic, "orders");
  ‹spiderlightning_messaging_messaging_static_pub_open›(&name, &pub, &e);
  ‹spiderlightning_messaging_messaging_static_sub_open›(&name, &sub, &e);
  spiderlightning_messaging_messaging_method_pub_publish(pub, &body, &topic, &e);
  spiderlightning_messaging_messaging_method_sub_subscribe(sub, &topic, &token, &e);
  ‹wasi_messaging_types_static_client_connect›(&name, &client, &e); wasi_messaging_producer_send(client, &topic, &m, &e);
}`,
  blobstore: `void f(void) {
  app_string_t name, object; app_string_set(&name, «"orders"»); app_string_set(&object, "orders");
  ‹spiderlightning_blob_store_blob_store_static_container_open›(&name, &photos, &e);
  spiderlightning_blob_store_blob_store_method_container_write_object(photos, &object, &stream, &e);
  ‹wasi_blobstore_blobstore_get_container›(&name, &photos, &e); ‹wasi_blobstore_blobstore_container_exists›(&name, &is, &e);
  wasi_blobstore_container_method_container_object_info(photos, &object, &info, &e);
}`,
  sql: `void f(void) {
  app_string_t name, text; app_string_set(&name, «"orders"»); app_string_set(&text, "orders");
  ‹spiderlightning_sql_sql_static_sql_open›(&name, &db, &e);
  statement = spiderlightning_sql_sql_static_statement_prepare(&text, &parameters);
  ‹wasi_sql_types_static_connection_open›(&name, &db, &e); wasi_sql_types_static_statement_prepare(&text, &p, &s, &e);
}`,
  configs: `void f(void) {
  app_string_t name, key; app_string_set(&name, «"orders"»); app_string_set(&key, "orders");
  ‹spiderlightning_configs_configs_static_configs_open›(&name, &configs, &e);
  spiderlightning_configs_configs_method_configs_get(configs, &key, &value, &e); wasi_config_store_get(&key, &value, &e);
}`,
  distributed_locking: `void f(void) {
  app_string_t name, lock; app_string_set(&name, «"orders"»); app_string_set(&lock, "orders");
  ‹spiderlightning_distributed_locking_distributed_locking_static_distributed_locking_open›(&name, &locks, &e);
  spiderlightning_distributed_locking_distributed_locking_method_distributed_locking_lock(locks, &lock, &id, &e);
  fopen("orders", "r"); open("orders", O_RDONLY);
}`,
};

const go: Programs = {
  keyvalue: `import (
	"app/gen/spiderlightning/keyvalue/keyvalue"
	"app/gen/wasi/keyvalue/store"
)
func f() {
	kv := ‹keyvalue.KeyvalueOpen›(«"orders"»).OK()
	kv.Set("orders", list); kv.Get("orders"); kv.Delete("orders")
	bucket := ‹store.Open›(«"orders"»).OK(); bucket.Exists("orders"); os.Open("orders")
}`,
  messaging: `import (
	"app/gen/spiderlightning/messaging/messaging"
	"app/gen/wasi/messaging/types"
)
func f() {
	‹messaging.PubOpen›(«"orders"»).OK().Publish(body, "orders")
	sub := ‹messaging.SubOpen›(«"orders"»).OK(); sub.Subscribe("orders"); sub.Receive("orders")
	client := ‹types.ClientConnect›(«"orders"»).OK(); producer.Send(client, "orders", message); net.Dial("tcp", "orders")
}`,
  blobstore: `import (
	"app/gen/spiderlightning/blob-store/blob-store"
	wasi "app/gen/wasi/blobstore/blobstore"
)
func f() {
	photos := ‹blobstore.ContainerOpen›(«"orders"»).OK()
	photos.WriteObject("orders"); photos.ReadObject("orders"); photos.CopyObject("orders", "open")
	other := ‹wasi.GetContainer›(«"orders"»).OK(); other.ObjectInfo("orders"); other.WriteData("orders", value)
	wasi.CopyObject(types.ObjectID{Container: "orders", Object: "open"}, to)
}`,
  sql: `import (
	"app/gen/spiderlightning/sql/sql"
	"app/gen/wasi/sql/types"
)
func f() {
	db := ‹sql.SQLOpen›(«"orders"»).OK(); db.Query(sql.StatementPrepare("orders", parameters))
	connection := ‹types.ConnectionOpen›(«"orders"»).OK(); types.StatementPrepare("orders", parameters)
}`,
  configs: `import (
	"app/gen/spiderlightning/configs/configs"
	"app/gen/wasi/config/store"
)
func f() {
	c := ‹configs.ConfigsOpen›(«"orders"»).OK(); c.Get("orders"); c.Set("orders", value); store.Get("orders")
}`,
  distributed_locking: `import "app/gen/spiderlightning/distributed-locking/distributed-locking"
func f() {
	locks := ‹distributedlocking.DistributedLockingOpen›(«"orders"»).OK()
	locks.Lock(name("orders")); locks.LockWithTimeToLive(name("orders"), 5)
}`,
};

const python: Programs = {
  keyvalue: `from wit_world.imports import keyvalue, store
kv = ‹keyvalue.Keyvalue.open›(«"orders"»)
kv.set("orders", b"orders"); kv.get("orders"); kv.delete("orders")
bucket = ‹store.open›(«"orders"»)
bucket.exists("orders"); open("orders"); io.open("orders")`,
  messaging: `from wit_world.imports import messaging, types
‹messaging.Pub.open›(«"orders"»).publish(b"open", "orders")
sub = ‹messaging.Sub.open›(«"orders"»)
sub.subscribe("orders"); sub.receive("orders")
client = ‹types.Client.connect›(«"orders"»)
producer.send(client, "orders", message); socket.connect("orders")`,
  blobstore: `from wit_world.imports import blob_store, blobstore
photos = ‹blob_store.Container.open›(«"orders"»)
photos.write_object("orders").write(b"open"); photos.read_object("orders"); photos.copy_object("orders", "open")
other = ‹blobstore.get_container›(«"orders"»)
other.object_info("orders"); other.delete_objects(["orders"]); other.write_data("orders", value)
blobstore.copy_object(ObjectId("orders", "open"), to)`,
  sql: `from wit_world.imports import sql, types
db = ‹sql.Sql.open›(«"orders"»)
db.query(sql.Statement.prepare("orders", [sql.DataType_Str("orders")]))
connection = ‹types.Connection.open›(«"orders"»)
types.Statement.prepare("orders", ["orders"])`,
  configs: `from wit_world.imports import configs
c = ‹configs.Configs.open›(«"orders"»)
c.get("orders"); c.set("orders", b"orders")`,
  distributed_locking: `from wit_world.imports import distributed_locking
locks = ‹distributed_locking.DistributedLocking.open›(«"orders"»)
locks.lock(b"orders"); locks.lock_with_time_to_live(b"orders", 5); locks.unlock(b"orders")`,
};

/** SpiderLightning's SDK for .NET has a key-value store alone. */
const csharp: Programs = {
  keyvalue: `using SpiderLightning;
var kv = ‹new KeyValue›(«"orders"»);
kv.Set("orders", "orders"); kv.Get("orders"); File.Open("orders"); new FileStream("orders", FileMode.Open);`,
};

const written: Readonly<Record<GuestLanguage, Programs>> = {
  ...{ rust, c, go, python, csharp, javascript },
  cpp: c,
  typescript: javascript,
};

for (const language of Object.keys(written) as GuestLanguage[]) {
  drawing(
    language,
    Object.entries(written[language]).map(([kind, program]) => {
      const count = program.split('‹').length - 1;
      return [`${kind}, and what else has a name`, program, Array(count).fill(kind).join(' ')] as const;
    }),
  );
}

test('each language has a program for each capability that is opened', () => {
  const kinds = [...new Set(openers.map(({ kind }) => kind))].toSorted();
  for (const [language, programs] of Object.entries(written))
    assert.deepEqual(
      Object.keys(programs).toSorted(),
      language === 'csharp' ? ['keyvalue'] : kinds,
      language,
    );
});
