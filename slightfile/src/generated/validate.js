// Made by scripts/generate.ts from schemas/structure.json. Do not edit.
'use strict';
export const validate = validate10;
export default validate10;
const schema11 = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  additionalProperties: false,
  required: ['specversion'],
  properties: {
    specversion: { type: 'string' },
    secret_store: { type: 'string' },
    secret_settings: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'value'],
        properties: { name: { type: 'string' }, value: { type: 'string' } },
      },
    },
    capability: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        properties: {
          resource: { type: 'string' },
          name: { type: 'string' },
          configs: { type: 'object', additionalProperties: { type: 'string' } },
        },
      },
    },
  },
};

function validate10(data, { instancePath = '', parentData, parentDataProperty, rootData = data } = {}) {
  let vErrors = null;
  let errors = 0;
  if (data && typeof data == 'object' && !Array.isArray(data)) {
    if (data.specversion === undefined) {
      const err0 = {
        instancePath,
        schemaPath: '#/required',
        keyword: 'required',
        params: { missingProperty: 'specversion' },
        message: "must have required property '" + 'specversion' + "'",
      };
      if (vErrors === null) {
        vErrors = [err0];
      } else {
        vErrors.push(err0);
      }
      errors++;
    }
    for (const key0 in data) {
      if (!(
        key0 === 'specversion' ||
        key0 === 'secret_store' ||
        key0 === 'secret_settings' ||
        key0 === 'capability'
      )) {
        const err1 = {
          instancePath,
          schemaPath: '#/additionalProperties',
          keyword: 'additionalProperties',
          params: { additionalProperty: key0 },
          message: 'must NOT have additional properties',
        };
        if (vErrors === null) {
          vErrors = [err1];
        } else {
          vErrors.push(err1);
        }
        errors++;
      }
    }
    if (data.specversion !== undefined) {
      if (typeof data.specversion !== 'string') {
        const err2 = {
          instancePath: instancePath + '/specversion',
          schemaPath: '#/properties/specversion/type',
          keyword: 'type',
          params: { type: 'string' },
          message: 'must be string',
        };
        if (vErrors === null) {
          vErrors = [err2];
        } else {
          vErrors.push(err2);
        }
        errors++;
      }
    }
    if (data.secret_store !== undefined) {
      if (typeof data.secret_store !== 'string') {
        const err3 = {
          instancePath: instancePath + '/secret_store',
          schemaPath: '#/properties/secret_store/type',
          keyword: 'type',
          params: { type: 'string' },
          message: 'must be string',
        };
        if (vErrors === null) {
          vErrors = [err3];
        } else {
          vErrors.push(err3);
        }
        errors++;
      }
    }
    if (data.secret_settings !== undefined) {
      let data2 = data.secret_settings;
      if (Array.isArray(data2)) {
        const len0 = data2.length;
        for (let i0 = 0; i0 < len0; i0++) {
          let data3 = data2[i0];
          if (data3 && typeof data3 == 'object' && !Array.isArray(data3)) {
            if (data3.name === undefined) {
              const err4 = {
                instancePath: instancePath + '/secret_settings/' + i0,
                schemaPath: '#/properties/secret_settings/items/required',
                keyword: 'required',
                params: { missingProperty: 'name' },
                message: "must have required property '" + 'name' + "'",
              };
              if (vErrors === null) {
                vErrors = [err4];
              } else {
                vErrors.push(err4);
              }
              errors++;
            }
            if (data3.value === undefined) {
              const err5 = {
                instancePath: instancePath + '/secret_settings/' + i0,
                schemaPath: '#/properties/secret_settings/items/required',
                keyword: 'required',
                params: { missingProperty: 'value' },
                message: "must have required property '" + 'value' + "'",
              };
              if (vErrors === null) {
                vErrors = [err5];
              } else {
                vErrors.push(err5);
              }
              errors++;
            }
            for (const key1 in data3) {
              if (!(key1 === 'name' || key1 === 'value')) {
                const err6 = {
                  instancePath: instancePath + '/secret_settings/' + i0,
                  schemaPath: '#/properties/secret_settings/items/additionalProperties',
                  keyword: 'additionalProperties',
                  params: { additionalProperty: key1 },
                  message: 'must NOT have additional properties',
                };
                if (vErrors === null) {
                  vErrors = [err6];
                } else {
                  vErrors.push(err6);
                }
                errors++;
              }
            }
            if (data3.name !== undefined) {
              if (typeof data3.name !== 'string') {
                const err7 = {
                  instancePath: instancePath + '/secret_settings/' + i0 + '/name',
                  schemaPath: '#/properties/secret_settings/items/properties/name/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string',
                };
                if (vErrors === null) {
                  vErrors = [err7];
                } else {
                  vErrors.push(err7);
                }
                errors++;
              }
            }
            if (data3.value !== undefined) {
              if (typeof data3.value !== 'string') {
                const err8 = {
                  instancePath: instancePath + '/secret_settings/' + i0 + '/value',
                  schemaPath: '#/properties/secret_settings/items/properties/value/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string',
                };
                if (vErrors === null) {
                  vErrors = [err8];
                } else {
                  vErrors.push(err8);
                }
                errors++;
              }
            }
          } else {
            const err9 = {
              instancePath: instancePath + '/secret_settings/' + i0,
              schemaPath: '#/properties/secret_settings/items/type',
              keyword: 'type',
              params: { type: 'object' },
              message: 'must be object',
            };
            if (vErrors === null) {
              vErrors = [err9];
            } else {
              vErrors.push(err9);
            }
            errors++;
          }
        }
      } else {
        const err10 = {
          instancePath: instancePath + '/secret_settings',
          schemaPath: '#/properties/secret_settings/type',
          keyword: 'type',
          params: { type: 'array' },
          message: 'must be array',
        };
        if (vErrors === null) {
          vErrors = [err10];
        } else {
          vErrors.push(err10);
        }
        errors++;
      }
    }
    if (data.capability !== undefined) {
      let data6 = data.capability;
      if (Array.isArray(data6)) {
        const len1 = data6.length;
        for (let i1 = 0; i1 < len1; i1++) {
          let data7 = data6[i1];
          if (data7 && typeof data7 == 'object' && !Array.isArray(data7)) {
            for (const key2 in data7) {
              if (!(key2 === 'resource' || key2 === 'name' || key2 === 'configs')) {
                const err11 = {
                  instancePath: instancePath + '/capability/' + i1,
                  schemaPath: '#/properties/capability/items/additionalProperties',
                  keyword: 'additionalProperties',
                  params: { additionalProperty: key2 },
                  message: 'must NOT have additional properties',
                };
                if (vErrors === null) {
                  vErrors = [err11];
                } else {
                  vErrors.push(err11);
                }
                errors++;
              }
            }
            if (data7.resource !== undefined) {
              if (typeof data7.resource !== 'string') {
                const err12 = {
                  instancePath: instancePath + '/capability/' + i1 + '/resource',
                  schemaPath: '#/properties/capability/items/properties/resource/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string',
                };
                if (vErrors === null) {
                  vErrors = [err12];
                } else {
                  vErrors.push(err12);
                }
                errors++;
              }
            }
            if (data7.name !== undefined) {
              if (typeof data7.name !== 'string') {
                const err13 = {
                  instancePath: instancePath + '/capability/' + i1 + '/name',
                  schemaPath: '#/properties/capability/items/properties/name/type',
                  keyword: 'type',
                  params: { type: 'string' },
                  message: 'must be string',
                };
                if (vErrors === null) {
                  vErrors = [err13];
                } else {
                  vErrors.push(err13);
                }
                errors++;
              }
            }
            if (data7.configs !== undefined) {
              let data10 = data7.configs;
              if (data10 && typeof data10 == 'object' && !Array.isArray(data10)) {
                for (const key3 in data10) {
                  if (typeof data10[key3] !== 'string') {
                    const err14 = {
                      instancePath:
                        instancePath +
                        '/capability/' +
                        i1 +
                        '/configs/' +
                        key3.replace(/~/g, '~0').replace(/\//g, '~1'),
                      schemaPath:
                        '#/properties/capability/items/properties/configs/additionalProperties/type',
                      keyword: 'type',
                      params: { type: 'string' },
                      message: 'must be string',
                    };
                    if (vErrors === null) {
                      vErrors = [err14];
                    } else {
                      vErrors.push(err14);
                    }
                    errors++;
                  }
                }
              } else {
                const err15 = {
                  instancePath: instancePath + '/capability/' + i1 + '/configs',
                  schemaPath: '#/properties/capability/items/properties/configs/type',
                  keyword: 'type',
                  params: { type: 'object' },
                  message: 'must be object',
                };
                if (vErrors === null) {
                  vErrors = [err15];
                } else {
                  vErrors.push(err15);
                }
                errors++;
              }
            }
          } else {
            const err16 = {
              instancePath: instancePath + '/capability/' + i1,
              schemaPath: '#/properties/capability/items/type',
              keyword: 'type',
              params: { type: 'object' },
              message: 'must be object',
            };
            if (vErrors === null) {
              vErrors = [err16];
            } else {
              vErrors.push(err16);
            }
            errors++;
          }
        }
      } else {
        const err17 = {
          instancePath: instancePath + '/capability',
          schemaPath: '#/properties/capability/type',
          keyword: 'type',
          params: { type: 'array' },
          message: 'must be array',
        };
        if (vErrors === null) {
          vErrors = [err17];
        } else {
          vErrors.push(err17);
        }
        errors++;
      }
    }
  } else {
    const err18 = {
      instancePath,
      schemaPath: '#/type',
      keyword: 'type',
      params: { type: 'object' },
      message: 'must be object',
    };
    if (vErrors === null) {
      vErrors = [err18];
    } else {
      vErrors.push(err18);
    }
    errors++;
  }
  validate10.errors = vErrors;
  return errors === 0;
}
